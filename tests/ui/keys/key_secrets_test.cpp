#include "gateway/base/encoding.h"
#include "gateway/base/program_file.h"
#include "tests/ui/ui_test.h"
#include "ui/keys/key_binding_form.h"
#include "ui/keys/keys_page.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QTemporaryFile>

using namespace portcullis;
using namespace portcullis::test;

namespace {

using namespace std::chrono_literals;

template <typename Widget>
Widget* part(const QWidget* root, const char* name)
{
    return root->findChild<Widget*>(QLatin1String(name));
}

const KeyId& firstKey(const Window& w)
{
    return w.client.currentConfig.keys[0].id;
}

void openKeys(const Window& w)
{
    w.window->showPage(ui::PageId::Keys);
    w.window->findChild<ui::KeysPage*>()->showKey(firstKey(w));
    Window::settle();
}

QDialog* openRotation(const Window& w)
{
    openKeys(w);
    click(part<QPushButton>(w.window.get(), "rotateKey"));
    return openDialog("rotateKeyDialog");
}

void closeSecret()
{
    QTRY_VERIFY(openDialog("keyCreatedDialog") != nullptr);
    openDialog("keyCreatedDialog")->accept();
}

void fillWithOldSecret(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentConfig.keys[0].expires.reset();
    client.currentConfig.keys[0].retiring =
        api::RetiringSecret{sha256("old"), FixedClock().wallNow() + 24h};
}

void fillWithOneThatNeverEnds(FakeGatewayClient& client)
{
    fillWithSamples(client);
    client.currentConfig.keys[0].expires.reset();
}

} // namespace

// New secrets of keys, and what keys are bound to.
class KeySecretsTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void aNewSecretIsShownAndTheOldOneGoesOnForADay()
    {
        Window w(fillWithOneThatNeverEnds);
        QDialog* dialog = openRotation(w);
        QVERIFY(dialog != nullptr);
        QVERIFY(part<QLabel>(dialog, "endsOlder") == nullptr);
        click(part<QPushButton>(dialog, "newSecret"));
        QTRY_COMPARE(w.client.rotations.size(), std::size_t{1});
        QCOMPARE(w.client.rotations[0].key, firstKey(w));
        QVERIFY(w.client.rotations[0].overlap == 24h);
        QVERIFY(!w.client.rotations[0].replaceOld);
        closeSecret();
        QTRY_VERIFY(part<QLabel>(w.window.get(), "oldSecretUntil")->isVisible());
        QVERIFY(part<QLabel>(w.window.get(), "oldSecretUntil")
                    ->text()
                    .startsWith(QStringLiteral("Old secret works until")));
    }

    void theOldSecretMayEndAtOnce()
    {
        Window w(fillWithOneThatNeverEnds);
        QDialog* dialog = openRotation(w);
        auto* overlap = part<QComboBox>(dialog, "overlap");
        overlap->setCurrentIndex(overlap->findData(0));
        click(part<QPushButton>(dialog, "newSecret"));
        QTRY_COMPARE(w.client.rotations.size(), std::size_t{1});
        QVERIFY(w.client.rotations[0].overlap == 0s);
        closeSecret();
        QVERIFY(!part<QLabel>(w.window.get(), "oldSecretUntil")->isVisible());
    }

    void anOlderSecretThatStillWorksIsSaidAndReplaced()
    {
        Window w(fillWithOldSecret);
        QDialog* dialog = openRotation(w);
        QVERIFY(part<QLabel>(dialog, "endsOlder") != nullptr);
        click(part<QPushButton>(dialog, "newSecret"));
        QTRY_COMPARE(w.client.rotations.size(), std::size_t{1});
        QVERIFY(w.client.rotations[0].replaceOld);
        closeSecret();
    }

    void aRefusalKeepsTheDialogOpen()
    {
        Window w(fillWithOneThatNeverEnds);
        QDialog* dialog = openRotation(w);
        w.client.failNext = Error{ErrorCode::Locked, "Locked.", {}};
        click(part<QPushButton>(dialog, "newSecret"));
        QTRY_VERIFY(part<QPushButton>(dialog, "newSecret")->isEnabled());
        QVERIFY(dialog->isVisible());
        QVERIFY(w.client.rotations.empty());
        dialog->reject();
    }

    void theOldSecretCanBeEnded()
    {
        Window w(fillWithOldSecret);
        openKeys(w);
        click(part<QPushButton>(w.window.get(), "endOldSecret"));
        click(openDialog("confirm")->findChild<QPushButton*>(QStringLiteral("confirmAction")));
        QTRY_VERIFY(!w.client.currentConfig.keys[0].retiring);
        QTRY_VERIFY(!part<QLabel>(w.window.get(), "oldSecretUntil")->isVisible());
    }

    void aKeyIsBoundInItsEditor()
    {
        Window w(fillWithOneThatNeverEnds);
        openKeys(w);
        click(part<QPushButton>(w.window.get(), "editKey"));
        QDialog* dialog = openDialog("editKeyDialog");
        part<QCheckBox>(dialog, "keyStdio")->setChecked(true);
        auto* form = dialog->findChild<ui::KeyBindingForm*>();
        form->addProgram(QCoreApplication::applicationFilePath());
        click(part<QPushButton>(dialog, "saveKey")); // waits for the hash
        QTRY_VERIFY(w.client.currentConfig.keys[0].transports ==
                    api::KeyTransports{api::KeyTransport::Stdio});
        const api::KeyPrograms& programs = w.client.currentConfig.keys[0].programs;
        QCOMPARE(programs.size(), std::size_t{1});
        QVERIFY(programs[0].hash ==
                hashProgram(QCoreApplication::applicationFilePath().toStdString()));
    }

    void whatIsNoProgramIsSaidAndNotSaved()
    {
        Window w(fillWithOneThatNeverEnds);
        QTemporaryFile data;
        QVERIFY(data.open());
        openKeys(w);
        click(part<QPushButton>(w.window.get(), "editKey"));
        QDialog* dialog = openDialog("editKeyDialog");
        dialog->findChild<ui::KeyBindingForm*>()->addProgram(data.fileName());
        click(part<QPushButton>(dialog, "saveKey"));
        QVERIFY(dialog->isVisible());
        QVERIFY(w.client.changes.empty());
        QVERIFY(part<QListWidget>(dialog, "keyPrograms")->isVisible());
        dialog->reject();
    }

    void programsCanBeTakenAway()
    {
        ui::KeyBindingForm form;
        form.setBinding({api::KeyTransport::Http},
                        {{sha256("a"), "/usr/bin/a"}, {sha256("b"), {}}});
        auto* list = part<QListWidget>(&form, "keyPrograms");
        QCOMPARE(list->count(), 2);
        list->setCurrentRow(0);
        part<QPushButton>(&form, "removeProgram")->click();
        QCOMPARE(form.programs().size(), std::size_t{1});
        QVERIFY(form.programs()[0].hash == sha256("b"));
        QVERIFY(form.transports() == api::KeyTransports{api::KeyTransport::Http});
        QVERIFY(form.settle());
    }
};

QTEST_MAIN(KeySecretsTest)
#include "key_secrets_test.moc"
