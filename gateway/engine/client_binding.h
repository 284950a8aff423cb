#pragma once

#include "gateway/engine/inquiry.h"
#include "gateway/engine/session_table.h"
#include "gateway/protocol/inbound.h"

#include <memory>

namespace portcullis::engine {

// Tells an inquiry who its client is, what it can be asked and how: by its session, whose streams
// and questions it uses, or by what its request says of itself (B-05).
void bindSession(Inquiry& inquiry, const std::shared_ptr<Session>& session);
void bindStateless(Inquiry& inquiry, const protocol::StatelessMessage& message);

// Once inquiry.client.send is there: questions go where the answer goes.
void bindQuestions(Inquiry& inquiry, const std::shared_ptr<Session>& session);

} // namespace portcullis::engine
