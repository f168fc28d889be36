/// The live page: its files, which are in the program.
enum Page {
  private static let html = "text/html; charset=utf-8"
  private static let css = "text/css; charset=utf-8"
  private static let script = "text/javascript; charset=utf-8"
  private static let files: [String: (type: String, bytes: [UInt8])] = [
    "/": (html, PackageResources.index_html),
    "/live.css": (css, PackageResources.live_css),
    "/axes.js": (script, PackageResources.axes_js),
    "/clock.js": (script, PackageResources.clock_js),
    "/connection.js": (script, PackageResources.connection_js),
    "/counters.js": (script, PackageResources.counters_js),
    "/errors.js": (script, PackageResources.errors_js),
    "/events.js": (script, PackageResources.events_js),
    "/history.js": (script, PackageResources.history_js),
    "/keys.js": (script, PackageResources.keys_js),
    "/latency.js": (script, PackageResources.latency_js),
    "/motion.js": (script, PackageResources.motion_js),
    "/page.js": (script, PackageResources.page_js),
    "/pictures.js": (script, PackageResources.pictures_js),
    "/plan.js": (script, PackageResources.plan_js),
    "/radii.js": (script, PackageResources.radii_js),
    "/ring.js": (script, PackageResources.ring_js),
    "/start.js": (script, PackageResources.start_js),
    "/streams.js": (script, PackageResources.streams_js),
    "/surface.js": (script, PackageResources.surface_js),
    "/text.js": (script, PackageResources.text_js),
    "/theme.js": (script, PackageResources.theme_js),
    "/view.js": (script, PackageResources.view_js),
    "/weights.js": (script, PackageResources.weights_js),
  ]

  /// The file of a path; nil where there is none.
  static func answer(to path: String) -> Answer? {
    files[path].map { Answer(.ok, $0.type, $0.bytes) }
  }
}
