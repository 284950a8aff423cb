#pragma once

#include "gateway/api/config_change.h"

// How single keys change. Inner header of this room.
namespace portcullis::api {

void change(KeyConfig& key, const UpdateKey& update);
// Errors: AlreadyExists (an older secret still works and may not be replaced), InvalidArgument.
[[nodiscard]] Result<> change(KeyConfig& key, const RotateKey& rotation);
// Errors: NotFound (there is no older secret).
[[nodiscard]] Result<> change(KeyConfig& key, const EndOldSecret& ending);

// That an old secret does not outlive its key.
void clampRetiring(KeyConfig& key);

} // namespace portcullis::api
