#pragma once

#include "gateway/audit/bundle/export_plan.h"
#include "gateway/audit/database.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace portcullis::audit::bundle {

// How the log was at the end of each day (UTC) of an export's range, as its writer signed it then:
// signed once more with both keys, for readers who have kept a checkpoint of such a day
// (log/checkpoints.jsonl). Days of an earlier epoch are left out: their checkpoints have another
// name.
//
// Owner: the export. Thread: the connection's. Errors: those of the database; Corrupt (the log is
// not as it was signed then).
class DailyCheckpoints
{
public:
    static constexpr std::size_t kMost = 400; // days; of more, every second or third one

    [[nodiscard]] static Result<DailyCheckpoints> plan(Connection& connection,
                                                       const ExportPlan& plan);

    // The tree has grown by a record.
    [[nodiscard]] Result<> look(const RangeCheck& tree, const LogSigner& signer)
    {
        return m_next < m_heads.size() && tree.next() == m_heads[m_next].size ? sign(tree, signer)
                                                                              : Result<>();
    }

    // The file's content; after the last record.
    [[nodiscard]] const std::string& lines() const { return m_lines; }

private:
    struct SignedHead
    {
        std::uint64_t size = 0;
        std::string signature; // by the writer, then
    };

    [[nodiscard]] Result<> sign(const RangeCheck& tree, const LogSigner& signer);

    std::vector<SignedHead> m_heads;
    std::size_t m_next = 0;
    std::string m_lines;
};

} // namespace portcullis::audit::bundle
