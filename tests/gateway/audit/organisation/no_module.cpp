// A library that is no PKCS#11 module.
extern "C" __attribute__((visibility("default"))) int portcullisNothing()
{
    return 0;
}
