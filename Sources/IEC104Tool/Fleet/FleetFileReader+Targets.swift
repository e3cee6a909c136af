import IEC104
import IEC104Inspect

// The RTUs that drafts become.
extension FleetFileReader {
    /// The RTU of a draft, with its point list.
    mutating func target(
        _ draft: FleetDraft, _ sheets: inout FleetPoints,
        _ contents: (String) throws(FileError) -> [UInt8]
    ) -> MasterTarget {
        var draft = draft
        register(draft)
        let profile = profile(draft)
        draft.configuration.master.settings.profile = profile
        draft.configuration.master.settings.originator = UInt8(clamping: draft.originator)
        var sheet: PointSheet?
        if let name = draft.points {
            do throws(Words) {
                sheet = try sheets.sheet(name, profile, contents)
            } catch {
                problem(draft.places["points"] ?? draft.offset, "\(draft.path).points", error)
            }
        }
        let global = profile.globalCommonAddress
        var stations = draft.stations ?? sheet?.stations ?? []
        if let wrong = stations.first(where: { $0.value > global.value }) {
            problem(
                draft.places["stations"] ?? draft.offset, "\(draft.path).stations",
                Words(
                    "station \(wrong) is more than \(global), the largest of one octet",
                    "公共地址\(wrong)大于单字节的最大值\(global)"))
        }
        if stations.isEmpty || stations.count > FleetFile.mostStations { stations = [global] }
        if !stations.contains(global) { draft.configuration.master.settings.stations = stations }
        schedule(&draft, stations, global)
        if !stations.contains(global) { warn(draft, stations, sheet) }
        warnOfSchedule(draft)
        draft.configuration.master.settings.zone = draft.zone
        return MasterTarget(
            configuration: draft.configuration, isNamed: true, stations: stations, points: sheet,
            allowed: draft.allowed, zone: draft.zone)
    }

    /// Finds names and endpoints that are there twice.
    private mutating func register(_ draft: FleetDraft) {
        let name = draft.configuration.name
        if let other = names[name] {
            problem(
                draft.places["name"] ?? draft.offset, "\(draft.path).name",
                Words(
                    "\(other) has the name '\(shortened(name))' already: names are unique",
                    "\(other)已使用名称'\(shortened(name))':名称须唯一"))
        } else if !name.isEmpty {
            names[name] = draft.path
            if let other = foldedNames.updateValue(name, forKey: name.folded) {
                findings.warn(
                    draft.places["name"] ?? draft.offset, "\(draft.path).name",
                    Words(
                        "'\(shortened(name))' and '\(shortened(other))' differ only by case, width "
                            + "or spaces",
                        "'\(shortened(name))'与'\(shortened(other))'仅大小写、全半角或空格不同"))
            }
        }
        for endpoint in draft.configuration.endpoints {
            let key = Self.key(endpoint)
            if let other = endpoints[key] {
                problem(
                    draft.places["addresses"] ?? draft.places["address"] ?? draft.offset,
                    draft.path,
                    Words(
                        "\(endpoint) belongs to \(other) already: stations behind one connection "
                            + "are one RTU with several 'stations'",
                        "\(endpoint)已属于\(other):同一连接后的多个站应为一个RTU的多个'stations'"))
            } else {
                endpoints[key] = draft.path
            }
        }
    }

    /// The same for all ways to write an endpoint.
    private static func key(_ endpoint: RTUEndpoint) -> RTUEndpoint {
        var host = endpoint.host.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        return RTUEndpoint(SocketAddress(host: host, port: 0)?.host ?? host, port: endpoint.port)
    }

    private mutating func profile(_ draft: FleetDraft) -> Profile {
        let sizes = "\(draft.causeSize) \(draft.stationSize) \(draft.addressSize)"
        let key = ([sizes] + draft.privateTypes).joined(separator: "\n")
        if let known = profiles[key] { return known }
        do throws(ProfileError) {
            let profile = try Profile(
                causeSize: draft.causeSize, commonAddressSize: draft.stationSize,
                objectAddressSize: draft.addressSize,
                privateTypes: draft.privateTypes.compactMap {
                    try? ProfileOptions.privateType($0)
                })
            profiles[key] = profile
            return profile
        } catch {
            problem(
                draft.places["profile"] ?? draft.offset, "\(draft.path).profile",
                Words("\(error)", "\(error)"))
            profiles[key] = .standard
            return .standard
        }
    }
}
