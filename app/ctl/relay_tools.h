#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/tools.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portcullis::ctl {

// The tools whose parameters a stateless caller over HTTP has to repeat in Mcp-Param-* fields
// (B-15). A client on a pipe knows nothing of such fields, so the relay fills them in.
// Owner: HttpRelay::Conversation. Thread: the relay's. Failure: an unknown tool gets no fields.
class RelayTools
{
public:
    // A page of a tools/list result. The cursor of the next page, if there is one.
    [[nodiscard]] std::optional<std::string> learn(JsonValue result);

    // The fields for a call with these parameters.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    fieldsFor(JsonValue callParams) const;

private:
    std::map<std::string, protocol::Tool, std::less<>> m_tools; // those with such parameters only
};

// Does this answer say that the fields of a request are not what its tool wants?
[[nodiscard]] bool wantsOtherFields(unsigned status, JsonValue answer);

} // namespace portcullis::ctl
