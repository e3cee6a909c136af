import IEC104
import IEC104Inspect

extension MasterTargets {
    /// A line for each outstation, and their number.
    func summary(_ language: Language) -> String {
        let lines = targets.map { $0.summary(language) + "\n" }.joined()
        return lines
            + (language == .chinese
                ? "\(targets.count)个子站\n"
                : "\(targets.count) \(targets.count == 1 ? "outstation" : "outstations")\n")
    }
}

extension MasterTarget {
    /// Such as `north: 10.0.0.7:2404, stations 1, 2, 28 points, 5 commands, 3 tasks, allows 1 rule`.
    fileprivate func summary(_ language: Language) -> String {
        let isChinese = language == .chinese
        func count(_ number: Int, _ one: String, _ several: String, _ chinese: String) -> String {
            isChinese ? "\(number)\(chinese)" : "\(number) \(number == 1 ? one : several)"
        }
        let links = configuration.endpoints.map(\.description).joined(separator: " + ")
        let isGlobal = stations == [configuration.master.settings.profile.globalCommonAddress]
        let shown = stations.prefix(5).map(\.description).joined(separator: " ")
        let more = stations.count > 5 ? " ..." : ""
        var parts = [links]
        if isGlobal {
            parts.append(isChinese ? "所有公共地址" : "all stations")
        } else if isChinese {
            parts.append("公共地址\(shown)\(more)")
        } else {
            parts.append((stations.count == 1 ? "station " : "stations ") + shown + more)
        }
        if let points {
            let counts = points.counts
            parts.append(count(counts.points, "point", "points", "点"))
            if counts.commands > 0 {
                parts.append(count(counts.commands, "command", "commands", "个命令"))
            }
        }
        let start = configuration.master.settings.startRequests.count
        if start > 0 { parts.append(count(start, "start request", "start requests", "个启动请求")) }
        let tasks = configuration.schedule.count
        if tasks > 0 { parts.append(count(tasks, "task", "tasks", "项日程")) }
        if allowed.isEmpty {
            parts.append(isChinese ? "不允许命令" : "no commands allowed")
        } else {
            let rules = allowed.rules.prefix(3).map(\.text).joined(separator: " ")
            let more = allowed.rules.count > 3 ? " ..." : ""
            parts.append((isChinese ? "允许" : "allows ") + rules + more)
        }
        return "\(name): " + parts.joined(separator: isChinese ? "," : ", ")
    }
}
