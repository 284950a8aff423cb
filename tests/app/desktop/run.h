#pragma once

#include "app/common/installation.h"
#include "app/desktop/opening.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/ui_test.h"

#include <QLabel>

namespace portcullis::test {

// One run of the application on a data folder.
struct Run
{
    Run(const TempFolder& folder, secrets::SecretStore& keychain)
    {
        engine::GatewayOptions options;
        options.dataFolder = folder.path();
        options.listenPort = 0;
        options.openWithPassphrase = installation::passphraseOpener(folder.path());
        gateway = std::move(*engine::Gateway::create(std::move(options), clock));
        bridge = std::make_unique<ui::GatewayBridge>(*gateway);
        window = std::make_unique<ui::MainWindow>(*bridge, clock);
        window->show();
        opening = std::make_unique<desktop::Opening>(
            folder.path(), keychain, *gateway, window->lockedView());
        opening->begin();
        Window::settle();
    }

    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) const
    {
        return window->findChild<Widget*>(QString::fromLatin1(name));
    }

    [[nodiscard]] bool shows(const char* name) const { return find<QWidget>(name)->isVisible(); }

    [[nodiscard]] bool says(const char* text) const
    {
        for (const QLabel* label : window->lockedView().findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(QString::fromUtf8(text))) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool isRunning() const
    {
        return bridge->isReady() && bridge->status().state == api::GatewayState::Running;
    }

    SystemClock clock;
    std::unique_ptr<engine::Gateway> gateway;
    std::unique_ptr<ui::GatewayBridge> bridge;
    std::unique_ptr<ui::MainWindow> window;
    std::unique_ptr<desktop::Opening> opening;
};

} // namespace portcullis::test
