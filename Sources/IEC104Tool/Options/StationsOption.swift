import IEC104

extension UsageFindings {
    /// The common addresses of `--station`, which may be given several times, each with several
    /// addresses; each once, in their order.
    mutating func stations(_ arguments: ParsedArguments, _ profile: Profile) -> [CommonAddress] {
        let global = profile.globalCommonAddress.value
        var stations: [CommonAddress] = []
        for text in arguments.all("--station") {
            for word in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let number = UInt16(word), (1...global).contains(number) else {
                    let word = shortened(String(word))
                    add(
                        "--station '\(word)' is not a common address, 1 to \(global).",
                        "--station '\(word)' 不是公共地址, 1至\(global)。")
                    continue
                }
                let station = CommonAddress(number)
                if !stations.contains(station) { stations.append(station) }
            }
        }
        return stations
    }
}
