import IEC104Codec

/// A file of a series that a list names.
struct SeriesFile: Hashable, Sendable {
    let name: String
    /// The line of the list that names it first.
    let line: Int
}

/// What the column `simulate` of a list says, as it is read.
struct SimulationRows {
    private(set) var points: [SimulatedPoint] = []
    private(set) var courses: [Course] = []
    private(set) var files: [SeriesFile] = []
    /// Which point a row follows: its place in `points`, and how the row names it.
    private(set) var follows: [(point: Int, source: String)] = []
    private var places: [Course: UInt32] = [:]
    /// What was read lately, by type and cell: a list of many points has few courses.
    private var known: [Key: (course: UInt32, source: String?)] = [:]

    struct Key: Hashable {
        let type: TypeID
        let cell: String
    }

    /// Most files of a list.
    static let mostFiles = 100

    subscript(key: Key) -> (course: UInt32, source: String?)? { known[key] }

    /// Takes what a cell says.
    ///
    /// - Throws: when there are too many files.
    mutating func add(
        _ reading: CourseReader.Reading, _ key: Key, line: Int
    ) throws(Words) -> (course: UInt32, source: String?) {
        var course = reading.course
        if let file = reading.file, case .series(_, let loops, let isStraight) = course {
            guard !file.isEmpty else {
                throw Words("'file' is empty: write the name of a CSV file", "文件名为空:请写CSV文件名")
            }
            var place = files.firstIndex { $0.name == file }
            if place == nil {
                guard files.count < Self.mostFiles else {
                    throw Words(
                        "more than \(Self.mostFiles) files of series: use one for several points",
                        "序列文件超过\(Self.mostFiles)个:请多个点共用一个文件")
                }
                files.append(SeriesFile(name: file, line: line))
                place = files.count - 1
            }
            course = .series(file: place ?? 0, loops: loops, isStraight: isStraight)
        }
        let number = places[course] ?? UInt32(truncatingIfNeeded: courses.count)
        if Int(number) == courses.count {
            places[course] = number
            courses.append(course)
        }
        let found = (course: number, source: reading.source)
        if known.count < 10_000 { known[key] = found }
        return found
    }

    mutating func append(_ course: (course: UInt32, source: String?), at place: Int) {
        if let source = course.source { follows.append((points.count, source)) }
        points.append(
            SimulatedPoint(place: UInt32(truncatingIfNeeded: place), course: course.course))
    }

    mutating func connect(_ point: Int, to source: Int) {
        points[point].source = UInt32(truncatingIfNeeded: source)
    }
}

// The column `simulate`.
extension PointListReader {
    /// Reads the cell of the point that is added next.
    mutating func readSimulation(_ type: PointType) {
        let cell = cell(.simulate)
        guard !cell.isEmpty else { return }
        let text = scanner.string(cell)
        let key = SimulationRows.Key(type: type.id, cell: text)
        if let known = simulation[key] {
            simulation.append(known, at: points.count)
            return
        }
        do throws(CourseReader.Problems) {
            let reading = try CourseReader(type: type, decimalComma: decimalComma).read(text)
            do throws(Words) {
                let course = try simulation.add(reading, key, line: recordLine)
                simulation.append(course, at: points.count)
            } catch {
                problem(.simulate, error)
            }
        } catch {
            for words in error.all { problem(.simulate, words) }
        }
    }

    /// Finds the points that others follow.
    mutating func connectFollowers() {
        guard !simulation.follows.isEmpty else { return }
        let index = PointIndex(points, text: text)
        var sources: [Int: Int] = [:]
        for (point, word) in simulation.follows {
            let place = Int(simulation.points[point].place)
            do throws(Words) {
                guard let source = try found(word, station: points[place].station, index) else {
                    continue
                }
                simulation.connect(point, to: source)
                sources[place] = source
            } catch {
                problems.add(
                    line: Int(points[place].line), column: header.place(of: .simulate).map(title),
                    error)
            }
        }
        tellCircles(sources)
    }

    /// Points that follow themselves, straight or around others.
    private mutating func tellCircles(_ sources: [Int: Int]) {
        var seen: Set<Int> = []
        for start in sources.keys.sorted() where !seen.contains(start) {
            var way: Set<Int> = []
            var place = start
            while let next = sources[place], !seen.contains(place), way.insert(place).inserted {
                place = next
            }
            if way.contains(place) {
                problems.add(
                    line: Int(points[place].line), column: header.place(of: .simulate).map(title),
                    Words(
                        "the point follows itself, straight or by way of others: let one of them "
                            + "move otherwise",
                        "该点直接或经其他点跟随了自己:请让其中一点按别的方式变化"))
            }
            seen.formUnion(way)
        }
    }
}
