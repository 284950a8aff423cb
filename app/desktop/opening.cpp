#include "app/desktop/opening.h"

#include "app/common/installation.h"
#include "gateway/engine/data_folder.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>
#include <QThread>

#include <utility>

namespace portcullis::desktop {

namespace {

ui::LockedMode modeWithoutKeychain(const secrets::KeySlots& slotsOfFolder)
{
    return slotsOfFolder.hasPassphrase() ? ui::LockedMode::Either : ui::LockedMode::Keychain;
}

} // namespace

Opening::Opening(std::filesystem::path dataFolder,
                 secrets::SecretStore& keychain,
                 engine::Gateway& gateway,
                 ui::LockedView& view)
    : m_dataFolder(std::move(dataFolder))
    , m_keychain(keychain)
    , m_gateway(gateway)
    , m_view(view)
{
    connect(&view, &ui::LockedView::againRequested, this, &Opening::begin);
    connect(&view,
            &ui::LockedView::passphraseChosen,
            this,
            [this](std::shared_ptr<SecretBytes> passphrase) {
                makePassphraseSlot(std::move(passphrase));
            });
}

void Opening::begin()
{
    auto loaded = secrets::KeySlots::load(m_dataFolder / engine::kKeySlotsFile);
    if (!loaded) {
        fail(loaded.error());
        return;
    }
    const auto found = std::make_shared<secrets::KeySlots>(std::move(*loaded));
    if (found->empty() && installation::holdsData(m_dataFolder)) {
        fail(installation::slotsMissing(m_dataFolder));
    } else if (found->empty()) {
        makeKeychainSlot(found);
    } else if (found->keychainEntry()) {
        askKeychain(found);
    } else {
        m_view.setMode(ui::LockedMode::Passphrase);
    }
}

// The slots are saved only when the keychain has the key: the other way round would lock everybody
// out.
void Opening::makeKeychainSlot(const Slots& slotsOfFolder)
{
    m_view.setMode(ui::LockedMode::Waiting);
    auto made = slotsOfFolder->createForKeychain();
    if (!made) {
        fail(made.error());
        return;
    }
    const auto master = std::make_shared<SecretBytes>(std::move(*made));
    const QPointer<Opening> self(this);
    m_keychain.store(*slotsOfFolder->keychainEntry(),
                     master->duplicate(),
                     [self, slotsOfFolder, master](Result<> stored) {
                         if (!self) {
                             return;
                         }
                         if (!stored) {
                             // A keychain that is there and refuses may be asked again.
                             const bool none = stored.error().code == ErrorCode::Unavailable;
                             self->m_view.setMode(ui::LockedMode::NewPassphrase,
                                                  none ? QString()
                                                       : ui::describeFully(stored.error()));
                             return;
                         }
                         if (auto saved = slotsOfFolder->save(); !saved) {
                             self->fail(saved.error());
                             return;
                         }
                         self->open(std::move(*master), engine::kKeychain);
                     });
}

void Opening::makePassphraseSlot(std::shared_ptr<SecretBytes> passphrase)
{
    auto result = std::make_shared<Result<SecretBytes>>(portcullis::fail(ErrorCode::Internal, {}));
    QThread* thread =
        QThread::create([file = m_dataFolder / engine::kKeySlotsFile, passphrase, result] {
            auto loaded = secrets::KeySlots::load(file);
            *result = loaded ? loaded->createWithPassphrase(*passphrase)
                             : portcullis::fail(loaded.error());
            if (*result) {
                if (auto saved = loaded->save(); !saved) {
                    *result = portcullis::fail(saved.error());
                }
            }
        });
    connect(thread, &QThread::finished, this, [this, result] {
        *result ? open(std::move(**result), engine::kPassphrase) : fail(result->error());
    });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

void Opening::askKeychain(const Slots& slotsOfFolder)
{
    m_view.setMode(ui::LockedMode::Waiting);
    const QPointer<Opening> self(this);
    m_keychain.load(*slotsOfFolder->keychainEntry(),
                    [self, slotsOfFolder](Result<SecretBytes> master) {
                        if (!self) {
                            return;
                        }
                        if (!master) {
                            self->m_view.setMode(modeWithoutKeychain(*slotsOfFolder),
                                                 ui::describeFully(master.error()));
                            return;
                        }
                        if (auto right = slotsOfFolder->verify(*master); !right) {
                            self->m_view.setMode(modeWithoutKeychain(*slotsOfFolder),
                                                 ui::describeFully(right.error()));
                            return;
                        }
                        self->open(std::move(*master), engine::kKeychain);
                    });
}

void Opening::open(SecretBytes master, const char* with)
{
    const QPointer<Opening> self(this);
    m_gateway.open(std::move(master),
                   [self](const Result<>& opened) {
                       if (opened) {
                           return;
                       }
                       // Over the application, which outlives the gateway: this object may go
                       // meanwhile.
                       QMetaObject::invokeMethod(
                           QCoreApplication::instance(),
                           [self, error = opened.error()] {
                               if (self) {
                                   self->fail(error);
                               }
                           },
                           Qt::QueuedConnection);
                   },
                   {"gui", with});
}

void Opening::fail(const Error& error)
{
    m_view.setMode(ui::LockedMode::Failed, ui::describeFully(error));
}

} // namespace portcullis::desktop
