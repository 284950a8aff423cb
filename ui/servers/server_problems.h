#pragma once

#include "gateway/api/config_change.h"

#include <QString>

// Broken rules of a server in words for the field that they belong to. Pure; GUI thread (tr).
namespace portcullis::ui {

[[nodiscard]] QString describe(const api::BrokenRule& rule, const api::ServerConfig& server);

} // namespace portcullis::ui
