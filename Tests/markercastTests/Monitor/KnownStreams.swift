import Commands
import Foundation
import MarkerMotion
import Service
import Wire

/// Statistics as a daemon might publish them.
func statistics(_ stream: String, _ change: (inout Markercast_V1_Stats) -> Void = { _ in })
  -> Markercast_V1_Stats
{
  var stats = Markercast_V1_Stats.with {
    $0.stream = stream
    $0.publishedNs = 1_764_140_000_000_000_000
    $0.state = .tracking
    $0.model = "mixture"
    $0.rateHz = 10
    $0.frames = 1200
    $0.latencyS = .with {
      $0.p50 = 0.0002
      $0.p99 = 0.0015
    }
    $0.budgetS = 0.01
    $0.accuracy = [("mixture", 1.0), ("persistence", 2.5)].map { name, error in
      .with {
        $0.model = name
        $0.costS.p50 = 0.0003
        $0.horizons = [0.1, 0.5, 1].map { horizon in
          .with {
            $0.horizonS = horizon
            $0.recentRmseMm = error * horizon
          }
        }
      }
    }
  }
  change(&stats)
  return stats
}

/// A forecast from the frame at `time`, in seconds: every marker goes on from `place` by 10 mm a second along y.
func forecast(at time: Double, _ place: Position, markers: [String] = ["a", "b"]) -> Forecast {
  Forecast(
    stamp: Stamp(seconds: time)!, tick: 0, model: "mixture", state: .tracking,
    horizons: [0.1, 0.5, 1].map { horizon in
      HorizonForecast(
        seconds: horizon, stamp: Stamp(seconds: time + horizon)!,
        markers: markers.map {
          MarkerForecast(name: $0, position: place + Position(0, 10 * horizon, 0), radii: [1.5])
        })
    })
}

/// What one knows who has followed `couch` for twelve seconds and heard of `probe` too.
func twoStreams() -> Knowledge {
  var known = Knowledge()
  known.follow("couch")
  known.take(.statistics(statistics("probe") { $0.state = .lost }), at: 11)
  known.take(.statistics(statistics("couch")), at: 0)
  for n in 0...120 {
    let time = Double(n) / 10
    known.take(
      .forecast(forecast(at: time, Position(0, 10 * sin(time), 0)), latency: n % 10 == 0 ? 0.001 : 0.0005),
      at: time)
    if n % 10 == 0 { known.take(.statistics(statistics("couch")), at: time) }
  }
  return known
}
