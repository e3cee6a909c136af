internal import IEC104Codec

extension OutstationEngine {
    /// C_RD_NA_1: the object with cause 5. Counters and events of protection equipment cannot have
    /// this cause, so they are unknown here.
    mutating func read(_ request: Request, at now: Moment) -> Bool {
        guard
            let point = image.find(request.object.address, request.header.commonAddress),
            let place = image.place(of: point),
            PointKind(image.definitions[place].kind)?.isScanned == true
        else { return false }
        answer(
            image.definitions[place].type, request.cause(.request),
            request.header.commonAddress, image.values[place], request.slot)
        return true
    }
}
