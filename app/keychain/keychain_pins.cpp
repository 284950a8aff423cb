#include "app/keychain/keychain_pins.h"

#include "gateway/secrets/key_slots.h"

#include <QMetaObject>

#include <chrono>
#include <future>
#include <utility>

namespace portcullis::keychain {

namespace {

constexpr std::chrono::seconds kPatience{60}; // a keychain may ask a person first

} // namespace

KeychainPins::KeychainPins(KeychainStore& keychain, std::filesystem::path keySlots)
    : m_keychain(keychain)
    , m_keySlots(std::move(keySlots))
{}

// Beside the installation's own entry.
Result<std::optional<std::string>> KeychainPins::entry()
{
    if (!m_entry) {
        const auto found = secrets::KeySlots::load(m_keySlots);
        if (!found) {
            return fail(found.error());
        }
        if (const auto key = found->keychainEntry()) {
            m_entry = *key + ".log-pin";
            m_keeps = true;
        }
    }
    return m_entry;
}

Result<audit::Pins> KeychainPins::load()
{
    const auto name = entry();
    if (!name || !*name) {
        return name ? Result<audit::Pins>(audit::Pins()) : fail(name.error());
    }
    auto promise = std::make_shared<std::promise<Result<SecretBytes>>>();
    auto answer = promise->get_future();
    QMetaObject::invokeMethod(
        &m_keychain,
        [keychain = &m_keychain, entryName = **name, promise] {
            keychain->load(entryName, [promise](Result<SecretBytes> found) {
                promise->set_value(std::move(found));
            });
        },
        Qt::QueuedConnection);
    if (answer.wait_for(kPatience) != std::future_status::ready) {
        return fail(ErrorCode::Unavailable,
                    "The keychain does not say what it remembers of the audit log: unlock it, and "
                    "try again.");
    }
    const auto found = answer.get();
    if (!found) {
        return found.error().code == ErrorCode::NotFound ? Result<audit::Pins>(audit::Pins())
                                                         : fail(found.error());
    }
    auto pin = audit::Pin::parse(found->revealText());
    return pin ? audit::Pins{{std::move(*pin)}, false} : audit::Pins{{}, true};
}

api::PinPlace KeychainPins::place() const
{
    return m_keeps ? api::PinPlace::Keychain : api::PinPlace::None;
}

Result<> KeychainPins::save(const audit::Pin& pin)
{
    const auto name = entry();
    if (!name || !*name) {
        return name ? Result<>() : fail(name.error());
    }
    QMetaObject::invokeMethod(
        &m_keychain,
        [keychain = &m_keychain, entryName = **name, text = pin.text(), saved = m_saved] {
            keychain->store(entryName, SecretBytes(text), [saved](Result<> stored) {
                const std::scoped_lock lock(saved->mutex);
                saved->result = std::move(stored);
            });
        },
        Qt::QueuedConnection);
    const std::scoped_lock lock(m_saved->mutex);
    return m_saved->result;
}

} // namespace portcullis::keychain
