#pragma once

#include "gateway/api/server_config.h"
#include "gateway/api/status.h"
#include "ui/widgets/confirm.h"
#include "ui/words.h"

#include <QString>

#include <vector>

// Tools of a server in words. Pure; GUI thread (tr).
namespace portcullis::ui {

// "Says it only reads", "Says it may destroy", or empty: the server's own claims.
[[nodiscard]] QString hintText(const api::ToolInfo& tool);

// What became of a tool on its way to clients; no title when nothing did.
[[nodiscard]] Phrase describe(const api::ToolInfo& tool);
// The name of the icon that goes with it.
[[nodiscard]] const char* markIcon(const api::ToolInfo& tool);

// Before definitions are approved: what is known of the change.
[[nodiscard]] Question approvalQuestion(const std::vector<api::ToolInfo>& tools);

} // namespace portcullis::ui
