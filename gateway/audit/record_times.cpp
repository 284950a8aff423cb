#include "gateway/audit/record_times.h"

#include <string>

namespace portcullis::audit {

Result<std::uint64_t> firstRecordAt(Connection& connection, WallTime time, std::uint64_t size)
{
    auto record = connection.prepare("SELECT hw FROM rec WHERE n = ?1");
    if (!record) {
        return fail(std::move(record.error()));
    }
    std::uint64_t low = 0;
    std::uint64_t high = size;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        record->bind(1, static_cast<std::int64_t>(middle));
        const auto row = record->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return fail(ErrorCode::Corrupt,
                        "Record " + std::to_string(middle) + " of the audit log is missing.");
        }
        const bool isBefore = record->integer(0) < toMicros(time);
        record->reset();
        (isBefore ? low : high) = isBefore ? middle + 1 : middle;
    }
    return low;
}

} // namespace portcullis::audit
