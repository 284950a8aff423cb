#pragma once

#include "gateway/base/ids.h"
#include "gateway/engine/sealed_token.h"

#include <optional>
#include <string>

namespace portcullis::engine {

// The task that an id of the gateway's own leads to.
struct TaskTarget
{
    ServerId server;
    std::string tool;        // the server's own name of it
    CallId call;             // that has become the task
    std::string id;          // the server's own; clients never see it (D-26)
    std::string incarnation; // of the server that knows it by this id
};

// Sealed to the key, so that nothing has to be kept, and ids work for as long as the server runs
// that gave the task out, over a restart of the gateway, too, where that leaves it running (B-76).
// How long a task is kept is its server's matter; an id leads nowhere after 30 days.
[[nodiscard]] std::string
sealTask(const TokenSealer& sealer, const KeyId& key, const TaskTarget& target, WallTime now);
// Nothing for another key's, a forged and an expired one alike (D-72, B-79).
[[nodiscard]] std::optional<TaskTarget>
openTask(const TokenSealer& sealer, const KeyId& key, const std::string& id, WallTime now);

} // namespace portcullis::engine
