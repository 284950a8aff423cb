#pragma once

#include <optional>
#include <string>
#include <string_view>

// What keys/log-key.cms says: that a log's two keys are those of an organisation's workstation
// (FORMAT.md, Organisation). Pure.
namespace portcullis::audit::bundle {

struct LogKeyStatement
{
    std::string organisation; // subject of the certificate (RFC 2253), as shown() gives it
    std::string workstation;
    std::string ed25519; // verifier keys
    std::string p256;

    // Five lines.
    [[nodiscard]] std::string text() const;
};

// 1 to 255 printable ASCII characters without space.
[[nodiscard]] bool isWorkstation(std::string_view name);

// The workstation, if `text` is a statement of this organisation on these keys.
[[nodiscard]] std::optional<std::string> workstationIn(std::string_view text,
                                                       std::string_view organisation,
                                                       std::string_view ed25519,
                                                       std::string_view p256);

} // namespace portcullis::audit::bundle
