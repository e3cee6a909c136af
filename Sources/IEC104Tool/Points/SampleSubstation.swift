import IEC104

/// A small substation to begin with: two feeders, a transformer with a tap changer, counters and
/// commands. As a text, so that it is an example of a point list too.
enum SampleSubstation {
    /// The point list, in English or Chinese.
    static func text(isChinese: Bool) -> String {
        isChinese ? chineseText : englishText
    }

    private static let englishText = """
        # Substation North, 110/10 kV: a point list for IEC 60870-5-104
        station,address,type,name,value,unit,group,deadband,cyclic,command,sbo
        # States: events with time tag
        1,1001,M_DP_TB_1,Feeder 1 breaker Q0,on,,1,,,,
        1,1002,M_DP_TB_1,Feeder 1 disconnector Q1,on,,1,,,,
        1,1003,M_DP_TB_1,Feeder 1 earthing switch Q8,off,,1,,,,
        1,1004,M_SP_TB_1,Feeder 1 protection trip,off,,2,,,,
        1,1005,M_SP_TB_1,Feeder 1 spring charged,on,,2,,,,
        1,1006,M_SP_TB_1,Feeder 1 local control,off,,2,,,,
        1,1011,M_DP_TB_1,Feeder 2 breaker Q0,on,,1,,,,
        1,1012,M_DP_TB_1,Feeder 2 disconnector Q1,on,,1,,,,
        1,1013,M_DP_TB_1,Feeder 2 earthing switch Q8,off,,1,,,,
        1,1014,M_SP_TB_1,Feeder 2 protection trip,off,,2,,,,
        1,1015,M_SP_TB_1,Feeder 2 spring charged,on,,2,,,,
        1,1016,M_SP_TB_1,Feeder 2 local control,off,,2,,,,
        1,1021,M_SP_TB_1,Transformer oil temperature high,off,,2,,,,
        1,1022,M_SP_TB_1,Transformer gas warning,off,,2,,,,
        1,1023,M_SP_TB_1,Battery earth fault,off,,2,,,,
        1,1031,M_ST_TB_1,Transformer tap position,9,,3,,,,
        # Measured values: events without time tag, beyond the deadband
        1,2001,M_ME_NC_1,Busbar voltage L1-L2,10.42,kV,4,0.02,,,
        1,2002,M_ME_NC_1,Busbar frequency,50.01,Hz,4,0.01,10,,
        1,2003,M_ME_NB_1,Transformer oil temperature,52,°C,4,1,,,
        1,2011,M_ME_NC_1,Feeder 1 current,182.5,A,5,1,,,
        1,2012,M_ME_NC_1,Feeder 1 active power,3.15,MW,5,0.02,,,
        1,2013,M_ME_NC_1,Feeder 1 reactive power,0.84,Mvar,5,0.02,,,
        1,2021,M_ME_NC_1,Feeder 2 current,96.2,A,5,1,,,
        1,2022,M_ME_NC_1,Feeder 2 active power,1.68,MW,5,0.02,,,
        1,2023,M_ME_NC_1,Feeder 2 reactive power,0.37,Mvar,5,0.02,,,
        1,2031,M_ME_NC_1,Busbar voltage set point,10.4,kV,5,,,,
        # Counters
        1,3001,M_IT_NA_1,Feeder 1 energy delivered,1204417,kWh,1,,,,
        1,3002,M_IT_NA_1,Feeder 2 energy delivered,688203,kWh,1,,,,
        # Commands, and what they drive
        1,5001,C_DC_NA_1,Feeder 1 breaker Q0 command,,,,,,Feeder 1 breaker Q0,yes
        1,5002,C_DC_NA_1,Feeder 2 breaker Q0 command,,,,,,Feeder 2 breaker Q0,no
        1,5003,C_SC_NA_1,Feeder 1 spring charged reset,,,,,,1005,no
        1,5011,C_RC_NA_1,Transformer tap changer,,,,,,Transformer tap position,no
        1,5021,C_SE_NC_1,Voltage set point command,,,,,,Busbar voltage set point,no

        """

    private static let chineseText = """
        # 城北变电站 110/10 kV:IEC 60870-5-104(DL/T 634.5104)点表
        站址,地址,类型,名称,值,单位,组,死区,周期,控制点,选控
        # 遥信:事件带时标
        1,1001,M_DP_TB_1,1号馈线断路器,合,,1,,,,
        1,1002,M_DP_TB_1,1号馈线隔离开关,合,,1,,,,
        1,1003,M_DP_TB_1,1号馈线接地开关,分,,1,,,,
        1,1004,M_SP_TB_1,1号馈线保护动作,分,,2,,,,
        1,1005,M_SP_TB_1,1号馈线弹簧已储能,合,,2,,,,
        1,1006,M_SP_TB_1,1号馈线就地控制,分,,2,,,,
        1,1011,M_DP_TB_1,2号馈线断路器,合,,1,,,,
        1,1012,M_DP_TB_1,2号馈线隔离开关,合,,1,,,,
        1,1013,M_DP_TB_1,2号馈线接地开关,分,,1,,,,
        1,1014,M_SP_TB_1,2号馈线保护动作,分,,2,,,,
        1,1015,M_SP_TB_1,2号馈线弹簧已储能,合,,2,,,,
        1,1016,M_SP_TB_1,2号馈线就地控制,分,,2,,,,
        1,1021,M_SP_TB_1,主变油温过高,分,,2,,,,
        1,1022,M_SP_TB_1,主变轻瓦斯告警,分,,2,,,,
        1,1023,M_SP_TB_1,直流接地,分,,2,,,,
        1,1031,M_ST_TB_1,主变分接头档位,9,,3,,,,
        # 遥测:越过死区上送,不带时标
        1,2001,M_ME_NC_1,母线线电压Uab,10.42,kV,4,0.02,,,
        1,2002,M_ME_NC_1,母线频率,50.01,Hz,4,0.01,10,,
        1,2003,M_ME_NB_1,主变油温,52,°C,4,1,,,
        1,2011,M_ME_NC_1,1号馈线电流,182.5,A,5,1,,,
        1,2012,M_ME_NC_1,1号馈线有功功率,3.15,MW,5,0.02,,,
        1,2013,M_ME_NC_1,1号馈线无功功率,0.84,Mvar,5,0.02,,,
        1,2021,M_ME_NC_1,2号馈线电流,96.2,A,5,1,,,
        1,2022,M_ME_NC_1,2号馈线有功功率,1.68,MW,5,0.02,,,
        1,2023,M_ME_NC_1,2号馈线无功功率,0.37,Mvar,5,0.02,,,
        1,2031,M_ME_NC_1,母线电压设定值,10.4,kV,5,,,,
        # 遥脉
        1,3001,M_IT_NA_1,1号馈线正向有功电能,1204417,kWh,1,,,,
        1,3002,M_IT_NA_1,2号馈线正向有功电能,688203,kWh,1,,,,
        # 遥控、遥调及其控制点
        1,5001,C_DC_NA_1,1号馈线断路器遥控,,,,,,1号馈线断路器,是
        1,5002,C_DC_NA_1,2号馈线断路器遥控,,,,,,2号馈线断路器,否
        1,5003,C_SC_NA_1,1号馈线储能复归,,,,,,1005,否
        1,5011,C_RC_NA_1,主变分接头升降,,,,,,主变分接头档位,否
        1,5021,C_SE_NC_1,母线电压遥调,,,,,,母线电压设定值,否

        """
}
