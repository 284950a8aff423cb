#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <QtGlobal>

#include <functional>
#include <vector>

class QVBoxLayout;

namespace portcullis::ui {

class GatewayBridge;

struct ServerSummary
{
    int total = 0;
    int down = 0; // in back-off or failed
};

// Fill a card of the overview anew. GUI thread.
[[nodiscard]] ServerSummary showServerRows(QVBoxLayout& list, const GatewayBridge& bridge);
void showRefusalRows(QVBoxLayout& list,
                     const std::vector<api::ActivityRow>& rows,
                     const api::GatewayConfig& config,
                     WallTime now,
                     const std::function<void(qint64)>& open);

} // namespace portcullis::ui
