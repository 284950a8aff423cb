#pragma once

#include "gateway/base/result.h"

class QApplication;

namespace portcullis::desktop {

// Says on the terminal and in a window why the program cannot start; returns its exit code when the
// window is closed.
[[nodiscard]] int showStartFailure(QApplication& application, const Error& error);

} // namespace portcullis::desktop
