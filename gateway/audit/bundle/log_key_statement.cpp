#include "gateway/audit/bundle/log_key_statement.h"

#include <algorithm>

namespace portcullis::audit::bundle {

namespace {

constexpr std::string_view kFirstLine = "portcullis-log-key/1\n";
constexpr std::string_view kOrganisation = "organisation ";
constexpr std::string_view kWorkstation = "workstation ";

} // namespace

std::string LogKeyStatement::text() const
{
    std::string text(kFirstLine);
    text.append(kOrganisation).append(organisation).append("\n");
    text.append(kWorkstation).append(workstation).append("\n");
    return text.append(ed25519).append("\n").append(p256).append("\n");
}

bool isWorkstation(std::string_view name)
{
    constexpr std::size_t kMostBytes = 255;
    return !name.empty() && name.size() <= kMostBytes &&
           std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7F; });
}

std::optional<std::string> workstationIn(std::string_view text,
                                         std::string_view organisation,
                                         std::string_view ed25519,
                                         std::string_view p256)
{
    const std::size_t at = text.find("\nworkstation ");
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t begin = at + 1 + kWorkstation.size();
    LogKeyStatement statement{std::string(organisation),
                              std::string(text.substr(begin, text.find('\n', begin) - begin)),
                              std::string(ed25519),
                              std::string(p256)};
    const bool good = isWorkstation(statement.workstation) && statement.text() == text;
    return good ? std::optional(std::move(statement.workstation)) : std::nullopt;
}

} // namespace portcullis::audit::bundle
