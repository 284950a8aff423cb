#include "gateway/api/retention.h"

namespace portcullis::api {

const char* removableName(Removable what)
{
    switch (what) {
    case Removable::Contents:
        return "contents";
    case Removable::Bodies:
        return "bodies";
    }
    return "contents";
}

} // namespace portcullis::api
