#!/usr/bin/python3
"""Plays Annex-B H.264 files as endless RTSP cameras, for the demo and for tests.

Each file is cut into access units (every one must begin with an access unit delimiter) and sent for ever, one after
the other, with time stamps that never go back: the end of the file is followed by its beginning as the next frame,
so that a client sees a camera that never stops. A mount starts at the file's first frame when its first client
connects. RTP is interleaved in the RTSP connection (TCP).

usage: rtsp_server.py --port 7554 --mount NAME=FILE@FPS ... [--credentials-file FILE] [--lifeline]

It writes one JSON line with the message "ready" to standard error when it serves.
Exit codes: 0 stopped, 64 usage, 66 a file cannot be used, 69 the port is taken.
"""

import argparse
import json
import re
import signal
import sys
from dataclasses import dataclass
from fractions import Fraction

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

ACCESS_UNIT_DELIMITER = re.compile(rb"\x00\x00\x00\x01\x09")
PIPELINE = (
    "( appsrc name=camera is-live=true format=time do-timestamp=false max-buffers=4 max-bytes=0 "
    "caps=video/x-h264,stream-format=byte-stream,alignment=au "
    "! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96 config-interval=-1 aggregate-mode=zero-latency )"
)
ROLE = "camera-user"


class Refusal(Exception):
    """A reason to end with `code`, said in one sentence."""

    def __init__(self, code, sentence):
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Footage:
    """One file as access units, and the rate at which they are to be sent."""

    access_units: list
    frames_per_second: Fraction

    @classmethod
    def read(cls, path, frames_per_second):
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            raise Refusal(66, f"cannot read {path}: {error.strerror}") from error
        starts = [match.start() for match in ACCESS_UNIT_DELIMITER.finditer(data)]
        if not starts or starts[0] != 0:
            raise Refusal(66, f"{path} is not Annex-B H.264 with access unit delimiters (x264: aud=1)")
        return cls([data[a:b] for a, b in zip(starts, starts[1:] + [len(data)])], frames_per_second)

    def time(self, index):
        """Time of the frame with this running index in nanoseconds: exact, so that it never drifts."""
        return int(index * Gst.SECOND / self.frames_per_second)


class LoopingCamera(GstRtspServer.RTSPMediaFactory):
    """Gives each new client of a mount the same running stream."""

    def __init__(self, footage):
        super().__init__()
        self.footage = footage
        self.set_launch(PIPELINE)
        self.set_shared(True)
        self.set_protocols(GstRtsp.RTSPLowerTrans.TCP)
        self.connect("media-configure", self._configure)

    def _configure(self, _factory, media):
        source = media.get_element().get_by_name_recurse_up("camera")
        position = iter(range(sys.maxsize))
        source.connect("need-data", lambda appsrc, _bytes: self._send(appsrc, next(position)))

    def _send(self, appsrc, index):
        units = self.footage.access_units
        buffer = Gst.Buffer.new_wrapped(units[index % len(units)])
        buffer.pts = buffer.dts = self.footage.time(index)
        buffer.duration = self.footage.time(index + 1) - buffer.pts
        appsrc.emit("push-buffer", buffer)

    def demand_login(self):
        """Lets in only who has logged in."""
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_role(ROLE)
        for permission in ("media.factory.access", "media.factory.construct"):
            permissions.add_permission_for_role(ROLE, permission, True)
        self.set_permissions(permissions)


def digest_authentication(path):
    """Digest authentication with the one `user:password` that the file holds."""
    try:
        with open(path, encoding="utf-8") as file:
            user, _, password = file.read().strip().partition(":")
    except OSError as error:
        raise Refusal(66, f"cannot read {path}: {error.strerror}") from error
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", ROLE)
    authentication = GstRtspServer.RTSPAuth()
    authentication.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    authentication.add_digest(user, password, token)
    return authentication


def mount_argument(text):
    name, _, rest = text.partition("=")
    path, _, rate = rest.rpartition("@")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name) or not path:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=FILE@FPS")
    return name, path, Fraction(rate)


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        raise Refusal(64, message)


def parse_arguments():
    parser = Arguments(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=7554)
    parser.add_argument("--mount", type=mount_argument, action="append", required=True, metavar="NAME=FILE@FPS")
    parser.add_argument("--credentials-file", metavar="FILE", help="holds user:password; others get 401")
    parser.add_argument("--lifeline", action="store_true", help="end when standard input ends")
    return parser.parse_args()


def serve(arguments):
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(arguments.port))
    if arguments.credentials_file:
        server.set_auth(digest_authentication(arguments.credentials_file))
    for name, path, frames_per_second in arguments.mount:
        camera = LoopingCamera(Footage.read(path, frames_per_second))
        if arguments.credentials_file:
            camera.demand_login()
        server.get_mount_points().add_factory(f"/{name}", camera)
    if server.attach(None) == 0:
        raise Refusal(69, f"port {arguments.port} of 127.0.0.1 is taken: choose another with --port")
    run_until_told(arguments.lifeline)


def run_until_told(lifeline):
    loop = GLib.MainLoop()
    for number in (signal.SIGINT, signal.SIGTERM):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    if lifeline:
        GLib.unix_fd_add_full(
            GLib.PRIORITY_HIGH, sys.stdin.fileno(), GLib.IOCondition.IN | GLib.IOCondition.HUP,
            lambda fd, _condition: keep_or_quit(loop))
    log("info", "ready")
    loop.run()


def keep_or_quit(loop):
    if sys.stdin.buffer.read1(4096):
        return True
    loop.quit()
    return False


def log(level, message):
    print(json.dumps({"level": level, "message": message}), file=sys.stderr, flush=True)


def main():
    try:
        serve(parse_arguments())
    except Refusal as refusal:
        log("error", f"rtsp_server.py: {refusal}")
        return refusal.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
