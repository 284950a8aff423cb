#include "gateway/engine/request_state.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <nlohmann/json.hpp>

namespace portcullis::engine {

namespace {

// The call that a state belongs to. A client may write the same arguments with other white space or
// in another order of members.
std::string purposeOf(const Route& route, const protocol::ClientCall& call)
{
    const auto arguments = nlohmann::json::parse(
        call.arguments.exists() ? call.arguments.raw() : std::string_view("{}"), nullptr, false);
    std::string text;
    for (const std::string& part :
         {std::string(protocol::methodOf(route.kind)),
          route.server.str(),
          route.name,
          arguments.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}) {
        text.append(std::to_string(part.size())).append(":").append(part);
    }
    return "requestState " + toHex(sha256(text));
}

} // namespace

std::string sealState(const TokenSealer& sealer,
                      const KeyId& key,
                      const Route& route,
                      const protocol::ClientCall& call,
                      const RoundState& state,
                      WallTime expires)
{
    const std::string payload = state.handle.empty() ? "s" + state.state : "h" + state.handle;
    return sealer.seal(purposeOf(route, call), key, payload, expires);
}

std::optional<RoundState> openState(const TokenSealer& sealer,
                                    const KeyId& key,
                                    const Route& route,
                                    const protocol::ClientCall& call,
                                    WallTime now)
{
    const auto token =
        sealer.open(purposeOf(route, call), key, call.requestState.value_or(std::string()), now);
    if (!token || token->payload.empty()) {
        return std::nullopt;
    }
    const std::string rest = token->payload.substr(1);
    return token->payload.front() == 'h' ? RoundState{rest, {}} : RoundState{{}, rest};
}

} // namespace portcullis::engine
