#pragma once

#include "gateway/base/result.h"

#include <functional>

namespace portcullis::api {

// Called exactly once, on a thread of the client's choosing (the gateway thread for the gateway
// itself): it must not block and hands over to its own thread.
template <typename T = void>
using Completion = std::function<void(Result<T>)>;

} // namespace portcullis::api
