#include "ui/servers/server_form.h"
#include "ui/servers/stored_secret_field.h"
#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/path_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace portcullis::ui {

namespace {

// Choices of the proxy box.
constexpr int kSystem = 0;
constexpr int kNone = 1;
constexpr int kAddress = 2;

} // namespace

// How a server at a web address is reached.
QWidget* ServerForm::buildNetwork()
{
    auto* form = new Form;
    Form* encryption = form->addGroup(tr("Encryption"));
    m_caFile = new PathField(PathField::Kind::File, tr("Trusted authority"));
    place("/caFile",
          encryption->addField(
              tr("Trusted &authority"),
              m_caFile,
              tr("PEM file with the authority to trust instead of the system's. Usually empty.")));
    m_plainHttp = new QCheckBox(tr("Allow &unencrypted HTTP to another computer"));
    m_plainHttp->setObjectName(QStringLiteral("plainHttp"));
    m_plainHttp->setToolTip(
        tr("Everything sent, secrets included, can then be read on the network."));
    encryption->addWidget(m_plainHttp);
    buildClientCertificate(*form->addGroup(tr("Client certificate")));
    Form* proxy = form->addGroup(tr("Proxy"));
    place("/proxy",
          proxy->addField(tr("Reached &through"),
                          buildProxy(),
                          tr("The system's proxy is what https_proxy, http_proxy and no_proxy say. "
                             "This computer itself is never reached through a proxy.")));
    form->addStretch();
    return form;
}

void ServerForm::buildClientCertificate(Form& form)
{
    m_clientCert = new PathField(PathField::Kind::File, tr("Certificate file"));
    m_clientCert->edit().setObjectName(QStringLiteral("clientCert"));
    place("/clientCertFile",
          form.addField(
              tr("&Certificate file"),
              m_clientCert,
              tr("Shown to a server that asks who is calling. PEM, with its chain; else empty.")));
    m_clientKey = new PathField(PathField::Kind::File, tr("Private key file"));
    m_clientKey->edit().setObjectName(QStringLiteral("clientKey"));
    place("/clientKeyFile", form.addField(tr("Private &key file"), m_clientKey));
    m_passphrase = new StoredSecretField(tr("Passphrase of the private key"));
    m_passphrase->edit().setObjectName(QStringLiteral("clientKeyPassphrase"));
    place("/clientKeyPassphrase",
          form.addField(tr("Pass&phrase of the private key"),
                        m_passphrase,
                        tr("Only when the key file is encrypted. Kept encrypted, outside the "
                           "configuration, and never shown again.")));
}

QWidget* ServerForm::buildProxy()
{
    m_proxy = new QComboBox;
    m_proxy->setObjectName(QStringLiteral("proxy"));
    m_proxy->addItem(tr("The system's proxy"), kSystem);
    m_proxy->addItem(tr("No proxy"), kNone);
    m_proxy->addItem(tr("This proxy:"), kAddress);
    nameForAccessibility(m_proxy, tr("Proxy"));
    m_proxyAddress = new QLineEdit;
    m_proxyAddress->setObjectName(QStringLiteral("proxyAddress"));
    m_proxyAddress->setLayoutDirection(Qt::LeftToRight);
    m_proxyAddress->setPlaceholderText(QStringLiteral("http://proxy.example:3128"));
    nameForAccessibility(m_proxyAddress, tr("Address of the proxy"));
    m_proxyField = new QWidget;
    auto* row = new QHBoxLayout(m_proxyField);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_proxy, 1);
    row->addWidget(m_proxyAddress, 1);
    connect(m_proxy, &QComboBox::currentIndexChanged, this, &ServerForm::showProxy);
    showProxy();
    return m_proxyField;
}

void ServerForm::showProxy()
{
    const bool address = m_proxy->currentData().toInt() == kAddress;
    m_proxyAddress->setVisible(address);
    // What can be wrong, and is marked then, is the address.
    m_proxyField->setFocusProxy(address ? static_cast<QWidget*>(m_proxyAddress) : m_proxy);
}

void ServerForm::setNetwork(const api::ServerConfig& server)
{
    m_caFile->setPath(toQString(server.caFile));
    m_plainHttp->setChecked(server.allowPlainHttp);
    m_clientCert->setPath(toQString(server.clientCertFile));
    m_clientKey->setPath(toQString(server.clientKeyFile));
    m_passphrase->setStored(server.clientKeyPassphrase);
    const bool system = server.proxy == api::kSystemProxy;
    const bool none = server.proxy == api::kNoProxy;
    m_proxy->setCurrentIndex(m_proxy->findData(system ? kSystem : none ? kNone : kAddress));
    m_proxyAddress->setText(system || none ? QString() : toQString(server.proxy));
    showProxy();
}

std::string ServerForm::proxy() const
{
    switch (m_proxy->currentData().toInt()) {
    case kSystem:
        return api::kSystemProxy;
    case kNone:
        return api::kNoProxy;
    default: {
        // The words for the other choices would be taken for them.
        const std::string address = toStdString(m_proxyAddress->text().trimmed());
        return address == api::kSystemProxy || address == api::kNoProxy ? std::string() : address;
    }
    }
}

void ServerForm::takeNetwork(api::ServerConfig& server, std::vector<SecretDrafts::Secret>& secrets)
{
    server.caFile = toStdString(m_caFile->path());
    server.allowPlainHttp = m_plainHttp->isChecked();
    server.clientCertFile = toStdString(m_clientCert->path());
    server.clientKeyFile = toStdString(m_clientKey->path());
    if (server.clientCertFile.empty() && server.clientKeyFile.empty() &&
        m_passphrase->edit().text().isEmpty()) {
        m_passphrase->setStored(std::nullopt); // nothing is left that it opens
    }
    server.clientKeyPassphrase = m_passphrase->take(server.id, "clientKey", secrets);
    server.proxy = proxy();
}

} // namespace portcullis::ui
