#pragma once

#include "gateway/base/result.h"
#include "gateway/http/client.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace portcullis::http {

// What TLS needs on the client's side: whom to trust and, where a server asks, who to be (C-81).
// Reads the files that the options name; nothing of it ever asks a person at a terminal. Errors:
// InvalidArgument, naming the file and what is wrong with it.
[[nodiscard]] Result<std::unique_ptr<asio::ssl::context>>
makeTlsContext(const ClientOptions& options);

} // namespace portcullis::http
