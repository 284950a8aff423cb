#pragma once

#include "gateway/audit/bundle/fields.h"
#include "gateway/audit/bundle/header.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <map>

namespace portcullis::audit::bundle {

// Bodies that are said to have been removed, until the record that says so is reached: otherwise
// anybody could withhold a body by calling it removed. Its memory grows with the records that
// removed bodies, of which there is one for some thousand bodies.
//
// Owner: one check, which shows it every record in turn. Thread: one. Errors: Corrupt.
class ClaimedRemovals
{
public:
    // Record `n` has no body: record `by`, which comes later, is said to have removed it.
    void claim(std::int64_t n, std::int64_t by, bool isInScope);

    // Every record, before its body.
    [[nodiscard]] Result<> header(const Header& header);
    // The body of the header that came last, if the bundle shows it; `fields` are its members.
    [[nodiscard]] Result<> body(Fields& fields);

    // After the last record: bodies within the scope of which the bundle does not show that they
    // were removed.
    [[nodiscard]] std::uint64_t unproven() const;

private:
    struct Claim
    {
        std::int64_t begin = 0; // of the records whose bodies it is said to have removed
        std::int64_t end = 0;
        std::uint64_t inScope = 0;
    };

    std::map<std::int64_t, Claim> m_claims; // by the record that is said to have removed them
    std::map<std::int64_t, Claim>::node_type m_reached;
    std::uint64_t m_unproven = 0;
};

} // namespace portcullis::audit::bundle
