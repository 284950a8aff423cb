#pragma once

#include "gateway/base/crypto.h"
#include "gateway/base/result.h"
#include "gateway/protocol/tool_names.h"
#include "gateway/protocol/tools.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::engine {

// How an approval stands in the log: change and subject of its record.
inline constexpr const char* kToolApproved = "tool.approve";
[[nodiscard]] std::string
approvalSubject(const ServerId& server, const std::string& tool, const Digest& hash);

// Which definitions of one server's tools are approved (E-13): the first one seen of each tool,
// until a person approves another. A tool that is gone keeps its approval for when it returns.
//
// A value. Thread: any one at a time. Errors: load() fails with Corrupt.
class ToolPins
{
public:
    // A server that makes up new names all the time must not fill the memory, nor push out an
    // approval by it: what is new beyond this counts as changed.
    static constexpr std::size_t kMost = protocol::ToolNames::kMaxPerServer;

    // Of a server that nothing is known of: what it shows first is trusted.
    ToolPins() = default;
    // Of a server whose approvals are lost: nothing is trusted until a person approves it.
    [[nodiscard]] static ToolPins lost();

    [[nodiscard]] static Result<ToolPins> load(const std::string& json);
    [[nodiscard]] std::string save() const;

    // Approves tools never seen before. True when there were any.
    bool meet(const std::vector<protocol::Tool>& offered);
    // The approved definition's hash; null when there is none.
    [[nodiscard]] const Digest* approved(const std::string& tool) const;
    [[nodiscard]] bool isChanged(const protocol::Tool& tool) const;
    // What a person has looked at. `offered`: all that the server shows now.
    void approve(const std::map<std::string, Digest>& tools,
                 const std::vector<protocol::Tool>& offered);

private:
    bool m_lost = false;
    std::map<std::string, Digest> m_pins;
};

} // namespace portcullis::engine
