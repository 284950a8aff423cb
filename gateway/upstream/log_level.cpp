#include "gateway/upstream/log_level.h"

#include <utility>

namespace portcullis::upstream {

namespace {

constexpr std::chrono::milliseconds kPatience{2000}; // of a call that wants to hear more

} // namespace

RpcRequest setLevelRequest(protocol::LogLevel level)
{
    RpcRequest request;
    request.method = "logging/setLevel";
    request.params = JsonWriter()
                         .beginObject()
                         .member("level", protocol::logLevelName(level))
                         .endObject()
                         .take();
    return request;
}

LogLevelKeeper::LogLevelKeeper(Parts parts)
    : m_parts(std::move(parts))
    , m_pause(m_parts.io)
    , m_answered(m_parts.io.get_executor())
{
    m_answered.open();
}

void LogLevelKeeper::want(std::optional<protocol::LogLevel> level)
{
    m_wanted = level;
    const protocol::LogLevel target = level.value_or(protocol::LogLevel::Emergency);
    if (m_parts.connection == nullptr || (!level && !m_parts.told)) {
        return;
    }
    if (!m_parts.told || target < *m_parts.told) {
        tell(target);
    } else if (target > *m_parts.told && !m_lowering) {
        m_lowering = true;
        m_pause.expires_after(m_parts.pause);
        m_pause.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            const auto self = weak.lock();
            if (error || self == nullptr || self->m_parts.connection == nullptr) {
                return;
            }
            self->m_lowering = false;
            const auto now = self->m_wanted.value_or(protocol::LogLevel::Emergency);
            if (now != *self->m_parts.told) {
                self->tell(now);
            }
        });
    }
}

void LogLevelKeeper::tell(protocol::LogLevel level)
{
    m_parts.told = level;
    ++m_asked;
    m_answered.shut();
    RpcRequest request = setLevelRequest(level);
    request.id = m_parts.connection->newId();
    m_parts.connection->request(std::move(request), [weak = weak_from_this()](const RpcOutcome&) {
        const auto self = weak.lock();
        if (self != nullptr && --self->m_asked == 0) {
            self->m_answered.open();
        }
    });
}

Task<> LogLevelKeeper::told()
{
    const auto self = shared_from_this();
    co_await self->m_answered.waitFor(kPatience);
}

void LogLevelKeeper::stop()
{
    m_parts.connection.reset();
    m_pause.cancel();
    m_answered.open();
}

} // namespace portcullis::upstream
