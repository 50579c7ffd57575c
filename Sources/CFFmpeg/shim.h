#ifndef VIGIE_CFFMPEG_SHIM_H
#define VIGIE_CFFMPEG_SHIM_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/motion_vector.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>

// Macros that Swift does not import.
static const int64_t vigie_nopts_value = AV_NOPTS_VALUE;
static const int vigie_averror_eof = AVERROR_EOF;
static const int vigie_averror_again = AVERROR(EAGAIN);
static const int vigie_averror_exit = AVERROR_EXIT;
static const int vigie_averror_invalid_data = AVERROR_INVALIDDATA;
static const int vigie_averror_unauthorized = AVERROR_HTTP_UNAUTHORIZED;
static const int vigie_averror_not_found = AVERROR_HTTP_NOT_FOUND;

static inline int vigie_averror(int code) { return AVERROR(code); }

#endif
