#pragma once

#include "ui/gateway_bridge.h"

#include <mutex>
#include <utility>

// Inner header of GatewayBridge.
namespace portcullis::ui {

// The way from any thread to one object of the GUI thread, until that object closes it.
class GatewayBridge::Gate
{
public:
    explicit Gate(QObject* receiver)
        : m_receiver(receiver)
    {}

    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_receiver = nullptr;
    }

    template <typename Function>
    void post(Function function)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_receiver != nullptr) {
            QMetaObject::invokeMethod(m_receiver, std::move(function), Qt::QueuedConnection);
        }
    }

private:
    std::mutex m_mutex;
    QObject* m_receiver; // protected by m_mutex
};

} // namespace portcullis::ui
