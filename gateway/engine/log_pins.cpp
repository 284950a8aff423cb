#include "gateway/engine/log_pins.h"

#include "gateway/secrets/vault.h"

#include <utility>

namespace portcullis::engine {

namespace {

constexpr const char* kName = "pin";

using MaybePin = std::optional<audit::Pin>;

} // namespace

LogPins::LogPins(std::filesystem::path file,
                 SecretBytes sealing,
                 std::shared_ptr<audit::PinStore> elsewhere)
    : m_file(std::move(file))
    , m_sealing(std::move(sealing))
    , m_elsewhere(std::move(elsewhere))
{}

Result<MaybePin> LogPins::loadFile() const
{
    const auto vault = secrets::Vault::open(m_file, m_sealing.duplicate());
    if (!vault) {
        return fail(vault.error());
    }
    const auto text = vault->get(kName);
    if (!text && text.error().code == ErrorCode::NotFound) {
        return MaybePin();
    }
    if (!text) {
        return fail(text.error());
    }
    auto pin = audit::Pin::parse(text->revealText());
    return pin ? Result<MaybePin>(std::move(*pin)) : fail(std::move(pin.error()));
}

Result<audit::Pins> LogPins::load()
{
    auto here = loadFile();
    if (!here && here.error().code != ErrorCode::Corrupt) {
        return fail(std::move(here.error()));
    }
    auto pins = m_elsewhere ? m_elsewhere->load() : Result<audit::Pins>(audit::Pins());
    if (!pins) {
        return pins;
    }
    if (!here) {
        pins->areDamaged = true; // that must hide neither what it was nor the other one
    } else if (*here) {
        pins->pins.push_back(std::move(**here));
    }
    return pins;
}

Result<> LogPins::saveFile(const audit::Pin& pin) const
{
    auto vault = secrets::Vault::open(m_file, m_sealing.duplicate());
    if (!vault && vault.error().code == ErrorCode::Corrupt) {
        // Nothing in a damaged file is worth keeping: the pin is written as a whole.
        std::error_code ignored;
        std::filesystem::remove(m_file, ignored);
        vault = secrets::Vault::open(m_file, m_sealing.duplicate());
    }
    return vault ? vault->put(kName, SecretBytes(pin.text())) : fail(vault.error());
}

Result<> LogPins::save(const audit::Pin& pin)
{
    auto here = saveFile(pin);
    auto there = m_elsewhere ? m_elsewhere->save(pin) : Result<>();
    return here ? there : here;
}

} // namespace portcullis::engine
