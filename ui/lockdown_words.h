#pragma once

#include "gateway/api/lockdown.h"

#include <QString>

#include <optional>
#include <string>

// What a signed policy has locked, in words and at its fields. GUI thread.
namespace portcullis::ui {

class Banner;
class FormRow;

// "Locked by Security Operations"
[[nodiscard]] QString lockedText(const api::LockdownStatus& lockdown);

// Disables the field of a place that is fixed, and says at one with a bound that there is one.
void showLock(FormRow& row,
              const std::optional<api::LockdownStatus>& lockdown,
              const std::string& place);

// Whose policy holds here, or what is wrong with it; hidden where there is none.
void showLockdown(Banner& banner, const std::optional<api::LockdownStatus>& lockdown);

} // namespace portcullis::ui
