internal import IEC104Codec

/// What must hold for a command: comparisons of points, joined by `&` (and), `|` (or), `!` (not)
/// and brackets.
///
///     1001=on & !(1002=off | 4001>50)
///     command=off | 3/1001=on
///
/// A point is written by its address, with that of another station as `station/address`;
/// `command` is what is commanded. They are compared (`=` `!=` `<` `<=` `>` `>=`) with a number or a
/// state: `on`, `off`, and of double points `intermediate`, `indeterminate`. A single point is 0
/// or 1, a double point 0 to 3, a normalized value -1 to 1; a step command is 1 or -1. The address of
/// a state alone means that it is on.
///
/// What is invalid, not topical or no number is unknown, and what depends on it does not hold,
/// nor does its contrary.
public struct Interlock: Hashable, Sendable, CustomStringConvertible {
    enum Comparison: UInt8, Sendable {
        case equal, unequal, less, lessOrEqual, greater, greaterOrEqual

        func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .equal: left == right
            case .unequal: left != right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            }
        }
    }

    enum Literal: Hashable, Sendable {
        case number(Double)
        case off, on, intermediate, indeterminate

        /// As a number that the state of `kind` is compared with; `nil` when it has no such state.
        func number(of kind: Information.Kind) -> Double? {
            switch (self, kind) {
            case (.number(let number), _): number
            case (.off, .singlePoint), (.off, .singleCommand): 0
            case (.on, .singlePoint), (.on, .singleCommand): 1
            case (.intermediate, .doublePoint): 0
            case (.off, .doublePoint), (.off, .doubleCommand): 1
            case (.on, .doublePoint), (.on, .doubleCommand): 2
            case (.indeterminate, .doublePoint): 3
            default: nil
            }
        }
    }

    /// A point; `nil` is what is commanded.
    struct Operand: Hashable, Sendable {
        /// `nil` is the station of the command.
        let station: CommonAddress?
        let address: ObjectAddress
    }

    /// A step of the expression behind its operands, so that a stack evaluates it.
    enum Step: Hashable, Sendable {
        case compare(Operand?, Comparison, Literal)
        case not, and, or
    }

    let steps: [Step]
    /// The text that it was read from.
    public let description: String

    /// Whether it holds; `nil` when that is unknown.
    func holds(
        for command: Information, value: (Operand) -> Information?
    ) -> Bool? {
        var stack: [Bool?] = []
        for step in steps {
            switch step {
            case .compare(let operand, let comparison, let literal):
                let information = operand.map(value) ?? command
                guard let information, let left = information.interlockNumber,
                    let right = literal.number(of: information.kind)
                else {
                    stack.append(nil)
                    continue
                }
                stack.append(comparison.holds(left, right))
            case .not: stack.append(stack.popLast().flatMap { $0 }.map { !$0 })
            case .and, .or:
                let (second, first) = (stack.popLast() ?? nil, stack.popLast() ?? nil)
                let decisive = step == .or
                if first == decisive || second == decisive {
                    stack.append(decisive)
                } else {
                    stack.append(first == nil || second == nil ? nil : !decisive)
                }
            }
        }
        return stack.last ?? nil
    }

    /// Whether all its points are there and have the states that it names.
    func fits(_ command: Information.Kind, kind: (Operand) -> Information.Kind?) -> Bool {
        steps.allSatisfy { step in
            guard case .compare(let operand, _, let literal) = step else { return true }
            let kind = operand.map(kind) ?? command
            return kind.map { $0.hasInterlockNumber && literal.number(of: $0) != nil } ?? false
        }
    }
}

extension Information.Kind {
    fileprivate var hasInterlockNumber: Bool {
        switch self {
        case .singlePoint, .doublePoint, .stepPosition, .bitString, .normalized, .scaled,
            .shortFloat, .integratedTotal, .normalizedWithoutQuality, .singleCommand,
            .doubleCommand, .stepCommand, .normalizedSetPoint, .scaledSetPoint, .floatSetPoint,
            .bitStringCommand:
            true
        default: false
        }
    }
}

extension Information {
    /// What an interlock compares; `nil` when it is not known.
    fileprivate var interlockNumber: Double? {
        let number: Double? =
            switch self {
            case .singleCommand(let command): command.isOn ? 1 : 0
            case .doubleCommand(let command): Double(command.state)
            case .stepCommand(let command): command.isHigher.map { $0 ? 1 : -1 }
            case .normalizedSetPoint(let value, _): value.value
            case .scaledSetPoint(let value, _): Double(value)
            case .floatSetPoint(let value, _): Double(value.value)
            case .bitStringCommand(let bits): Double(bits)
            default: kind.hasInterlockNumber ? self.number : nil
            }
        guard quality.isDisjoint(with: [.invalid, .notTopical]), let number, !number.isNaN else {
            return nil
        }
        return number
    }
}
