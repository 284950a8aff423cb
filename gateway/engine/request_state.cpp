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
    const std::string_view given =
        call.arguments.exists() ? call.arguments.raw() : std::string_view("{}");
    const auto arguments = nlohmann::json::parse(given, nullptr, false);
    std::string text;
    for (const std::string& part :
         {std::string(protocol::methodOf(route.kind)),
          route.server.str(),
          route.credential,
          route.name,
          arguments.is_discarded() // half a surrogate pair: as it came, then
              ? std::string(given)
              : arguments.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}) {
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
    const std::string payload = !state.handle.empty() ? "h" + state.handle
                                : !state.kept.empty() ? "k" + state.kept
                                                      : "s" + state.state;
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
    switch (token->payload.front()) {
    case 'h':
        return RoundState{rest, {}, {}};
    case 'k':
        return RoundState{{}, {}, rest};
    default:
        return RoundState{{}, rest, {}};
    }
}

} // namespace portcullis::engine
