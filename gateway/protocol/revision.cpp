#include "gateway/protocol/revision.h"

#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array kBestFirst = {Revision::V2026_07_28,
                                   Revision::V2025_11_25,
                                   Revision::V2025_06_18,
                                   Revision::V2025_03_26,
                                   Revision::V2024_11_05};

} // namespace

std::string_view revisionName(Revision revision)
{
    switch (revision) {
    case Revision::V2024_11_05:
        return "2024-11-05";
    case Revision::V2025_03_26:
        return "2025-03-26";
    case Revision::V2025_06_18:
        return "2025-06-18";
    case Revision::V2025_11_25:
        return "2025-11-25";
    case Revision::V2026_07_28:
        return "2026-07-28";
    }
    return {};
}

std::optional<Revision> parseRevision(std::string_view name)
{
    for (const Revision revision : kBestFirst) {
        if (revisionName(revision) == name) {
            return revision;
        }
    }
    return std::nullopt;
}

Era eraOf(Revision revision)
{
    return revision >= Revision::V2026_07_28 ? Era::Stateless : Era::Session;
}

std::span<const Revision> supportedRevisions()
{
    return kBestFirst;
}

Revision negotiate(std::string_view requested)
{
    const auto known = parseRevision(requested);
    return known && eraOf(*known) == Era::Session ? *known : kNewestSession;
}

} // namespace portcullis::protocol
