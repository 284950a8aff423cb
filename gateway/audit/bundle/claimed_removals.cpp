#include "gateway/audit/bundle/claimed_removals.h"

#include "gateway/api/retention.h"

#include <string>
#include <utility>

namespace portcullis::audit::bundle {

void ClaimedRemovals::claim(std::int64_t n, std::int64_t by, bool isInScope)
{
    Claim& claim = m_claims.try_emplace(by, Claim{n, n, 0}).first->second;
    claim.end = n + 1;
    claim.inScope += isInScope ? 1 : 0;
}

Result<> ClaimedRemovals::header(const Header& header)
{
    if (m_reached) {
        m_unproven += m_reached.mapped().inScope;
    }
    m_reached = m_claims.extract(header.n);
    if (m_reached && header.type != "retention.purge") {
        return invalid("Record " + std::to_string(header.n) +
                       " is said to have removed bodies, but it is of another type.");
    }
    return {};
}

Result<> ClaimedRemovals::body(Fields& fields)
{
    if (!m_reached) {
        return {};
    }
    const std::string what = fields.text("what");
    const std::int64_t begin = fields.integer("begin");
    const std::int64_t end = fields.integer("end");
    if (auto good = fields.result(); !good) {
        return good;
    }
    const Claim& claim = m_reached.mapped();
    if (what != api::removableName(api::Removable::Bodies) || claim.begin < begin ||
        claim.end > end) {
        return invalid("Record " + std::to_string(m_reached.key()) +
                       " has not removed all the bodies that it is said to have removed.");
    }
    m_reached = {};
    return {};
}

std::uint64_t ClaimedRemovals::unproven() const
{
    std::uint64_t count = m_unproven + (m_reached ? m_reached.mapped().inScope : 0);
    for (const auto& [by, claim] : m_claims) {
        count += claim.inScope;
    }
    return count;
}

} // namespace portcullis::audit::bundle
