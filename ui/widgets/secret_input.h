#pragma once

#include "gateway/base/secret_bytes.h"

class QLineEdit;
class QString;

namespace portcullis::ui {

// A field that shows dots and is left out of spell checking and prediction.
[[nodiscard]] QLineEdit* makeSecretField(const QString& accessibleName);

// Takes what was typed out of the field, which is empty afterwards.
[[nodiscard]] SecretBytes takeSecret(QLineEdit& field);

} // namespace portcullis::ui
