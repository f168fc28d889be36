import ArgumentParser
import Recordings

/// `markercast synth`: a synthetic chest as a recording.
struct Synth: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a recording of synthetic breathing.",
    discussion: """
      The same flags and seed give the same recording. The motion is defined in continuous time: another rate \
      samples the same motion. Each irregularity draws from random numbers of its own, so that one more \
      changes nothing else.

      EXAMPLES
        Two minutes of calm breathing:
          markercast synth --duration 120s --out calm.csv

        A hard case at 30 Hz:
          markercast synth --rate 30 --sighs 2 --breath-holds 1 --coughs 1 --speech 0.2 --drop-outs 0.01 \
      --jitter 5ms --out hard.csv

        The stamps of a tracker on a 60 Hz camera, 100 and 117 ms apart:
          markercast synth --rate 9.9 --clock-rate 60 --out camera.csv

        A row of the robustness suite of evaluate, as it is run there:
          markercast synth --motion coughs-breathing --out coughs.csv

        Through a pipe:
          markercast synth --out - | head
      """)

  @Option(help: .init("Frames a second, 3 to 120.", valueName: "Hz")) var rate = 10.0
  @Option(help: "How long it lasts.") var duration = DurationArgument(seconds: 120)
  @Option(help: "The number of markers.") var markers = 3
  @Option(help: "The seed of everything random.") var seed: UInt64 = 1
  @Option(help: .init("The file to write; - is standard output.", valueName: "file")) var out: String
  @Option(
    help: .init(
      "Instead of this breathing, a motion of the robustness suite; only --seed and --out go with it.",
      valueName: "name"))
  var motion: MotionName?

  @Option(help: "The mean period of a breath.") var period = DurationArgument(seconds: 4)
  @Option(help: "The variation of periods from breath to breath, a fraction.") var periodVariation = 0.08
  @Option(help: "The growth of the period each minute, a fraction.") var periodChange = 0.0
  @Option(help: .init("The mean peak-to-peak amplitude of the first marker.", valueName: "mm"))
  var amplitude = 10.0
  @Option(help: "The variation of amplitudes from breath to breath, a fraction.") var amplitudeVariation = 0.1
  @Option(help: "The growth of the amplitude each minute, a fraction.") var amplitudeChange = 0.0
  @Option(help: .init("The drift of the baseline each minute.", valueName: "mm")) var baselineDrift = 0.5
  @Option(help: "Sighs a minute.") var sighs = 0.0
  @Option(help: "Breath-holds a minute.") var breathHolds = 0.0
  @Option(help: "The mean length of a breath-hold.") var holdDuration = DurationArgument(seconds: 10)
  @Option(help: "Bouts of coughing a minute.") var coughs = 0.0
  @Option(help: "The share of time spent talking, 0 to 1.") var speech = 0.0
  @Option(help: "The least amplitude of a marker, as a share of the first one's, 0 to 0.95.") var leastShare =
    0.25
  @Option(help: "The longest that a marker lags behind the first, at most 1s.") var longestLag =
    DurationArgument(seconds: 0.3)
  @Option(help: .init("The standard deviation of the sensor's noise.", valueName: "mm")) var noise = 0.05
  @Option(help: .init("The step that positions are rounded to; 0 does not round.", valueName: "mm"))
  var quantum = 0.1
  @Option(help: "The share of frames that are lost, 0 to 1.") var dropOuts = 0.0
  @Option(help: "The mean number of frames lost at a time.") var dropOutLength = 1.0
  @Option(help: "The probability that a marker goes out of sight in a frame.") var occlusions = 0.0
  @Option(help: "The mean number of frames that it stays out of sight.") var occlusionLength = 3.0
  @Option(help: "Spells a minute in which the sensor freezes for three seconds.") var freezes = 0.0
  @Option(help: "The standard deviation of the stamps' unevenness.") var jitter = DurationArgument(seconds: 0)
  @Option(
    help: .init("Take frames at the ticks of such a clock only, as a 60 Hz camera does.", valueName: "Hz"))
  var clockRate: Double?

  func validate() throws {
    if motion != nil {
      var plain = BreathingPattern()
      plain.seed = seed
      try check(
        pattern == plain && duration.seconds == 120,
        "--motion has its own breathing and sensor: of the other flags it takes --seed and --out")
    }
    if !(duration.seconds > 0 && duration.seconds <= 7 * 86_400) {
      throw ValidationError("--duration must lie above 0 and up to 7 days")
    }
    do {
      try pattern.validate()
    } catch {
      throw ValidationError("\(Self.flag(of: error.property)) \(error.rule)")
    }
  }

  /// The flag that sets a property of the pattern: its name in kebab case.
  private static func flag(of property: String) -> String {
    property.reduce(into: "--") { flag, character in
      flag += character.isUppercase ? "-" + character.lowercased() : String(character)
    }
  }

  private var pattern: BreathingPattern {
    var pattern = BreathingPattern()
    pattern.rate = rate
    pattern.markers = markers
    pattern.seed = seed
    pattern.period = period.seconds
    pattern.periodVariation = periodVariation
    pattern.periodChange = periodChange
    pattern.amplitude = amplitude
    pattern.amplitudeVariation = amplitudeVariation
    pattern.amplitudeChange = amplitudeChange
    pattern.baselineDrift = baselineDrift
    pattern.sighs = sighs
    pattern.breathHolds = breathHolds
    pattern.holdDuration = holdDuration.seconds
    pattern.coughs = coughs
    pattern.speech = speech
    pattern.leastShare = leastShare
    pattern.longestLag = longestLag.seconds
    pattern.noise = noise
    pattern.quantum = quantum
    pattern.dropOuts = dropOuts
    pattern.dropOutLength = dropOutLength
    pattern.occlusions = occlusions
    pattern.occlusionLength = occlusionLength
    pattern.freezes = freezes
    pattern.jitter = jitter.seconds
    pattern.clockRate = clockRate
    return pattern
  }

  func run() throws {
    try reportingFailures {
      if let motion = motion.flatMap({ NamedMotion.named($0.name, seed: seed) }) {
        return try motion.recording().write(to: out)
      }
      let breather = SyntheticBreather(pattern)
      var writer = try RecordingWriter(path: out, markers: breather.markers)
      for frame in breather.first(seconds: duration.seconds) { try writer.write(frame) }
      try writer.flush()
    }
  }
}
