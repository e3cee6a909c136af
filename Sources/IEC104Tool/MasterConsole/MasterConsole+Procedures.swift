import IEC104
import IEC104Inspect

// Clock, test and reset of an RTU.
extension MasterConsole {
    func synchronization(_ words: [String]) throws(Words) -> ConsoleJob {
        let (rtu, words) = try rtu(words)
        try atMost(1, words)
        let stations = try stations(words.first, rtu)
        let requests = stations.map {
            MasterRequest.clockSynchronization(station: $0, time: nil)
        }
        return job(requests, rtu) { [self] in
            var answer = ConsoleAnswer([])
            let clock = StationTime(zone: rtu.target.zone)
            for station in stations where !Task.isCancelled {
                let sent = WallClock.now
                let time = clock.tag(sent)
                let changed = await change(
                    .clockSynchronization(station: station, time: time), rtu)
                let result = changed.result
                let reading = result.outcome.flatMap { outcome in
                    time.flatMap { ClockReading(outcome, sent: sent, $0, clock) }
                }
                let done = result.outcome.map { ClockReading.done($0, station) }
                tell(
                    changed, "clock", rtu, station,
                    Words(
                        (done?.english ?? "") + (reading?.words.english ?? ""),
                        (done?.chinese ?? "") + (reading?.words.chinese ?? "")), to: &answer
                ) { reading?.append(to: &$0) }
            }
            return answer
        }
    }

    func testing(_ words: [String]) throws(Words) -> ConsoleJob {
        let (rtu, words) = try rtu(words)
        try atMost(1, words)
        let station: CommonAddress
        if let word = words.first {
            station = try self.station(word, of: rtu)
        } else {
            station = try onlyStation(of: rtu)
        }
        let request = MasterRequest.test(station: station, isTimeTagged: true)
        return ConsoleJob([.init(rtu: rtu, request: request)]) { [self] in
            var answer = ConsoleAnswer([])
            let result = await ask(request, rtu)
            let milliseconds = result.outcome?.duration.inMilliseconds ?? ""
            tell(
                result, "test", rtu, station,
                Words(
                    "test of station \(station): confirmed after \(milliseconds) ms",
                    "公共地址\(station) 测试: 已确认, 用时\(milliseconds) ms"), to: &answer)
            return answer
        }
    }

    func reset(_ words: [String]) throws(Words) -> ConsoleJob {
        let (rtu, words) = try rtu(words)
        try atMost(2, words)
        guard let first = words.first else {
            throw Words("which station? Give its common address", "哪个公共地址?")
        }
        let station = try station(first, of: rtu)
        let number: Int
        switch words.count > 1 ? words[1] : "process" {
        case "process": number = 1
        case "events": number = 2
        default: number = try ConsoleSyntax.number(words[1], 1...255, "reset")
        }
        let qualifier = QRP(rawValue: UInt8(clamping: number))
        let request = MasterRequest.reset(station: station, qualifier)
        return job([request], rtu) { [self] in
            var answer = ConsoleAnswer([])
            let changed = await change(request, rtu)
            let milliseconds = changed.result.outcome?.duration.inMilliseconds ?? ""
            tell(
                changed, "reset", rtu, station,
                Words(
                    "reset of station \(station): confirmed after \(milliseconds) ms",
                    "公共地址\(station) 复位: 已确认, 用时\(milliseconds) ms"), to: &answer
            ) { $0.member("qrp", qualifier.rawValue) }
            return answer
        }
    }
}
