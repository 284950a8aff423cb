#pragma once

#include "gateway/api/server_config.h"
#include "gateway/api/status.h"
#include "ui/widgets/confirm.h"
#include "ui/words.h"

#include <QIcon>
#include <QString>

#include <vector>

// Tools of a server in words. Pure; GUI thread (tr).
namespace portcullis::ui {

// "Says it only reads", "Says it may destroy", or empty: the server's own claims.
[[nodiscard]] QString hintText(const api::ToolInfo& tool);

// What became of a tool on its way to clients; no title when nothing did.
[[nodiscard]] Phrase describe(const api::ToolInfo& tool);
// What it says of itself, after what became of it; and the icon that goes with that.
[[nodiscard]] QString descriptionText(const api::ToolInfo& tool);
[[nodiscard]] QIcon markIcon(const api::ToolInfo& tool);

// Before definitions are approved: what is known of the change.
[[nodiscard]] Question approvalQuestion(const std::vector<api::ToolInfo>& tools);

} // namespace portcullis::ui
