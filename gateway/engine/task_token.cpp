#include "gateway/engine/task_token.h"

#include "gateway/base/json.h"

namespace portcullis::engine {

namespace {

constexpr auto kLife = std::chrono::hours(30 * 24);
constexpr const char* kPurpose = "task";

} // namespace

std::string
sealTask(const TokenSealer& sealer, const KeyId& key, const TaskTarget& target, WallTime now)
{
    JsonWriter payload;
    payload.beginArray().string(target.server.str()).string(target.tool);
    payload.string(target.call.str()).string(target.id).string(target.incarnation).endArray();
    return sealer.seal(kPurpose, key, payload.str(), now + kLife);
}

std::optional<TaskTarget>
openTask(const TokenSealer& sealer, const KeyId& key, const std::string& id, WallTime now)
{
    const auto token = sealer.open(kPurpose, key, id, now);
    const auto document = token ? JsonDocument::parse(token->payload) : Result<JsonDocument>();
    if (!token || !document || document->root().size() != 5) {
        return std::nullopt;
    }
    const JsonValue server = document->root().first();
    const JsonValue tool = server.next();
    const JsonValue call = tool.next();
    const JsonValue own = call.next();
    if (own.next().string().empty()) {
        return std::nullopt; // it would lead anywhere
    }
    return TaskTarget{ServerId(server.string()),
                      tool.string(),
                      CallId(call.string()),
                      own.string(),
                      own.next().string()};
}

} // namespace portcullis::engine
