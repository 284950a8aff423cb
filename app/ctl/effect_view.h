#pragma once

#include "gateway/api/explanation.h"

#include <nlohmann/json_fwd.hpp>

// What keys gain and lose with another configuration, for people and for programs.
namespace portcullis::ctl {

void showEffect(const api::EffectiveDifference& difference);
[[nodiscard]] nlohmann::json effectToJson(const api::EffectiveDifference& difference);

} // namespace portcullis::ctl
