#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/gateway_client.h"
#include "gateway/api/tools.h"
#include "gateway/base/ids.h"
#include "gateway/base/secret_bytes.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

// Changes that wait for their turn: one at a time is saved and recorded. Values.
namespace portcullis::engine {

struct SecretChange
{
    std::string name;
    std::shared_ptr<SecretBytes> secret; // empty to forget it
};

struct ToolsApproved
{
    ServerId server;
    std::vector<api::ToolApproval> tools;
};

// The files of the policy are others, or its time is over.
struct PolicyChanged
{};

struct PendingChange
{
    std::variant<api::ConfigChange, SecretChange, ToolsApproved, PolicyChanged> change;
    std::string by; // "gui", "ctl", "policy"
    api::Completion<api::ConfigPtr> done;
};

} // namespace portcullis::engine
