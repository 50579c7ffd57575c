#ifndef VIGIE_CFFMPEG_SHIM_H
#define VIGIE_CFFMPEG_SHIM_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/motion_vector.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

// Macros that Swift does not import.
static const int64_t vigie_nopts_value = AV_NOPTS_VALUE;
static const int vigie_averror_eof = AVERROR_EOF;
static const int vigie_averror_again = AVERROR(EAGAIN);
static const int vigie_averror_exit = AVERROR_EXIT;
static const int vigie_averror_invalid_data = AVERROR_INVALIDDATA;
static const int vigie_averror_unauthorized = AVERROR_HTTP_UNAUTHORIZED;
static const int vigie_averror_forbidden = AVERROR_HTTP_FORBIDDEN;
static const int vigie_averror_not_found = AVERROR_HTTP_NOT_FOUND;
static const int vigie_averror_stream_not_found = AVERROR_STREAM_NOT_FOUND;

static inline int vigie_averror(int code) { return AVERROR(code); }

// libav's log is silenced: its lines may hold addresses with credentials, and what matters comes back as error codes.
static inline void vigie_log_discard(void *context, int level, const char *format, va_list arguments) {
    (void)context, (void)level, (void)format, (void)arguments;
}
static inline void vigie_log_silence(void) { av_log_set_callback(vigie_log_discard); }

#endif
