import Foundation
import HTTPTypes
import Hummingbird

/// The page: our own files, built into the program, and Debian's chart.js where it is installed.
enum PageFiles {
    static let paths: [(path: RouterPath, type: String, bytes: [UInt8])] = [
        ("/", "text/html; charset=utf-8", PackageResources.index_html),
        ("/vigie.css", "text/css; charset=utf-8", PackageResources.vigie_css),
        ("/vigie.svg", "image/svg+xml", PackageResources.vigie_svg),
        ("/vigie.js", script, PackageResources.vigie_js),
        ("/cameras.js", script, PackageResources.cameras_js),
        ("/element.js", script, PackageResources.element_js),
        ("/events.js", script, PackageResources.events_js),
        ("/format.js", script, PackageResources.format_js),
        ("/sparkline.js", script, PackageResources.sparkline_js),
        ("/zone.js", script, PackageResources.zone_js),
    ]

    private static let script = "text/javascript; charset=utf-8"

    /// Where Debian's package libjs-chart.js puts it.
    static let chartPath = "/usr/share/javascript/chart.js/chart.min.js"

    static func response(_ bytes: [UInt8], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// chart.js; without it the page shows the same figures as a table.
    static func chart() throws -> Response {
        guard let data = FileManager.default.contents(atPath: chartPath) else {
            throw ConsoleError.noSuchPage("/chart.js")
        }
        return response([UInt8](data), type: script)
    }
}
