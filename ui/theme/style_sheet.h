#pragma once

#include "ui/theme/theme.h"

#include <QString>

namespace portcullis::ui {

// The application's style sheet for one set of colours. Widgets choose among its variants by
// dynamic properties: "role" for labels and frames, "kind" for buttons.
[[nodiscard]] QString styleSheet(const Colors& colors, Scheme scheme, double pointSize);

} // namespace portcullis::ui
